"""How an item is computed, in one line of both languages."""

from __future__ import annotations

from zhence.evidence import Text
from zhence.permu.scheme import Efficacy, Item, Mean, Range
from zhence.units import decimal_text


def formula(item: Item) -> Text:
    """Return the formula of an item; its benchmark stands beside it on the sheet.

    Bounds are said where there are any.
    """
    weight = decimal_text(item.weight)
    zh, en = _core(item, weight)
    for bound, sign_zh, sign_en in (
        (item.floor, "不低于", "at least"),
        (item.ceiling, "不高于", "at most"),
    ):
        if bound is not None:
            points = decimal_text(bound * item.weight)
            zh, en = f"{zh}，{sign_zh} {points} 分", f"{en}, {sign_en} {points}"
    return Text(zh, en)


def _core(item: Item, weight: str) -> tuple[str, str]:
    benchmark = item.benchmark
    if isinstance(benchmark, Range):
        low, high = (
            decimal_text(benchmark.low),
            decimal_text(benchmark.high - benchmark.low),
        )
        top = (
            ("最大 − 值", "max − value")
            if item.inverse
            else ("值 − 最小", "value − min")
        )
        return (
            f"{weight} × [{low} + {high} × ({top[0]}) ÷ (最大 − 最小)] ÷ 100",
            f"{weight} × [{low} + {high} × ({top[1]}) ÷ (max − min)] ÷ 100",
        )
    if isinstance(benchmark, Efficacy):
        base, span = decimal_text(benchmark.base), decimal_text(benchmark.span)
        form = f"{weight} × [{base} + {span} × (%s) ÷ (%s)] ÷ 100"
        return (
            form % ("值 − 不允许值", "满意值 − 不允许值"),
            form % ("value − bad", "good − bad"),
        )
    zh = en = ""
    if isinstance(benchmark, Mean):
        times = decimal_text(benchmark.times)
        zh = f"（基准值为同组平均的 {times} 倍）"
        en = f" (benchmark: {times} × the mean of the group)"
    core = "(2 − %s ÷ %s) ÷ 2" if item.inverse else "%s ÷ %s"
    form = f"{weight} × {core}"
    return form % ("值", "基准值") + zh, form % ("value", "benchmark") + en
