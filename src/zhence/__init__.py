"""zhence (镇策): policies for towns and parks, applied to what was reported.

The whole idea in three lines::

    verdicts  = judge(policy pack, facts known on a date)
    standing  = replay(life-cycle table, events and decisions)
    proposals = step(standing, verdicts); a named body decides

Nothing here knows the web, a database, the clock or a random number.
"""

__version__ = "0.1.0"
