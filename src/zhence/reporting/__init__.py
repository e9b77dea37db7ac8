"""Statistics and who vouches for them: forms, returns, checks, and the chain.

A form says what is asked of whom and along which levels it is approved; a return
is one form filled by one site for one period. Nothing here knows a day or a table:
rows become these values, and these values say what may follow.
"""
