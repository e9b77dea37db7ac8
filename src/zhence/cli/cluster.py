"""A register judged on a Spark cluster: the same function, one subject a task.

Traces are what a whole register's kernel does not write, so the dossiers of
``assess`` come from the plain judge on either engine.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from importlib.util import find_spec

from zhence.dossier import Dossier, open_dossier
from zhence.errors import BadInputError, Fault
from zhence.facts import Facts
from zhence.packs.pack import Pack
from zhence.rules.question import Question


def dossiers_here(
    pack: Pack, everybody: Sequence[Facts], question: Question
) -> list[Dossier]:
    """Judge one after the other, on this machine."""
    return [open_dossier(pack, facts, question) for facts in everybody]


def dossiers_on_cluster(
    pack: Pack, everybody: Sequence[Facts], question: Question
) -> list[Dossier]:
    """Judge on the cluster that Spark is set up for; a local one by default.

    The order is that of *everybody*. The workers use this very interpreter,
    or the one that ``PYSPARK_PYTHON`` names.

    Raises:
        BadInputError: PySpark is not installed, or no Java answers.
    """
    if find_spec("pyspark") is None:
        raise _unusable("PySpark is not installed", "没有安装 PySpark")
    from pyspark.errors import PySparkException  # noqa: PLC0415  # an optional part
    from pyspark.sql import SparkSession  # noqa: PLC0415  # as above

    # Only spark-submit reads the setting of that name; a session asks the environment.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # noqa: TID251
    try:
        session = (
            SparkSession.builder.appName("zhence assess")
            .config("spark.ui.enabled", "false")
            .getOrCreate()
        )
    except (PySparkException, OSError) as error:
        raise _unusable(f"Spark did not start: {error}", "Spark 没有启动") from error
    context = session.sparkContext
    judged = partial(_one, pack, question)
    return list(context.parallelize(everybody).map(judged).collect())


def _one(pack: Pack, question: Question, facts: Facts) -> Dossier:
    return open_dossier(pack, facts, question)


def _unusable(en: str, zh: str) -> BadInputError:
    return BadInputError(
        Fault(
            "engine_unusable",
            f"不能使用 spark 引擎：{zh}",
            f"the engine spark cannot be used: {en}",
            remedy="install zhence[spark] and Java 17 or later, or use --engine local",
        )
    )
