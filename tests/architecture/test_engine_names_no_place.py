"""The library decides for any place: it names none, and knows no policy by its id.

Names of places and policies belong in packs/ and reference/. Docstrings and comments
may use them in examples; strings, names and numbers that run may not. That no
*threshold* hides in the code is ruff's PLR2004, which is on in src/zhence.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "src" / "zhence"
MODULES = sorted(LIBRARY.rglob("*.py"))

# Module → why it may. Empty is best.
EXCEPTIONS: dict[str, str] = {}

PROVINCES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 "
    "河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆"
)
CITIES = (
    "杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 南通 南京 苏州 无锡 "
    "余杭 德清 诸暨"
)
LATIN = (
    "beijing shanghai jiangsu zhejiang anhui guangdong shandong sichuan "
    "hangzhou ningbo wenzhou jiaxing huzhou shaoxing jinhua nantong nanjing suzhou"
)
# 11 Beijing … 82 Macao, then four digits: a division code, GB/T 2260.
DIVISION_CODE = re.compile(r"(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])\d{4}")


def policy_ids() -> list[str]:
    return sorted(folder.parent.name for folder in ROOT.glob("packs/*/pack.yaml"))


def names_of_places_and_policies() -> re.Pattern[str]:
    chinese = "|".join(f"{PROVINCES} {CITIES}".split())
    latin = "|".join(LATIN.split() + [re.escape(name) for name in policy_ids()])
    return re.compile(rf"{chinese}|(?<![a-z0-9])({latin})(?![a-z0-9])", re.IGNORECASE)


def docstrings(tree: ast.Module) -> set[int]:
    """Identities of the constants that are docstrings."""
    owners = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }


def words_that_run(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of every string and every name, but for docstrings."""
    prose = docstrings(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in prose:
                yield node.lineno, text
            case ast.Name(id=text) | ast.Attribute(attr=text) | ast.arg(arg=text):
                yield node.lineno, text
            case ast.FunctionDef(name=text) | ast.ClassDef(name=text):
                yield node.lineno, text
            case _:
                pass


def places_in(source: str) -> list[str]:
    names = names_of_places_and_policies()
    return [
        f"line {line}: {text!r}"
        for line, text in words_that_run(ast.parse(source))
        if names.search(text) or DIVISION_CODE.fullmatch(text)
    ]


@pytest.mark.parametrize(
    "module",
    [m for m in MODULES if m.relative_to(LIBRARY).as_posix() not in EXCEPTIONS],
    ids=lambda module: module.relative_to(LIBRARY).as_posix(),
)
def test_a_module_names_no_place_and_no_policy(module: Path):
    assert places_in(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        'city = "南通市"',
        "zhejiang_rule = 1",
        'code = "330100"',
        "def hangzhou(): ...",
        "pack.nantong",
    ],
)
def test_a_name_that_runs_is_found(source: str):
    assert places_in(source)


@pytest.mark.parametrize(
    "source",
    ['"""An example from 南通, as said in 330100."""', "x = 1  # 浙江", 'unit = "亩"'],
)
def test_prose_and_other_words_are_left_alone(source: str):
    assert places_in(source) == []
