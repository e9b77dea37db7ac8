"""The composite index: one file a stage, in the order of the method.

frame ▸ denominate ▸ impute ▸ screen ▸ treat ▸ normalise ▸ weigh ▸ aggregate ▸ rank,
then uncertainty, sensitivity and contributions about the result.
The method is a frozen value, the :class:`Recipe`; :func:`run` keeps every stage.
:mod:`zhence.index.plain` does the same slowly, for an auditor.
"""

from zhence.index.frame import Frame, Row
from zhence.index.recipe import Recipe, read_recipe
from zhence.index.run import Outcome, run
from zhence.index.tree import Node, Tree

__all__ = ["Frame", "Node", "Outcome", "Recipe", "Row", "Tree", "read_recipe", "run"]
