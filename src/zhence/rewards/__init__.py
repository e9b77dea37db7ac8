"""What ranks and scores lead to: races, stars, titles, campaigns. All of it proposes.

Figures are exact; ties at a line wait for people unless a rule was declared; unknown
never earns and never costs anything. A named body confirms every result.
"""
