"""Everything that the API refuses for, numbered; the list is public.

The first three digits of a number are the HTTP status. A number never changes its
meaning. What a form or a policy refuses is told in ``errors`` by words of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhence.evidence import Text


@dataclass(frozen=True, slots=True)
class Code:
    """One reason, with what to do about it."""

    number: int
    title: Text
    remedy: Text

    @property
    def status(self) -> int:
        """The HTTP status that goes with it."""
        return self.number // 100


def _code(number: int, zh: str, en: str, mend: str, mend_en: str) -> Code:
    return Code(number, Text(zh, en), Text(mend, mend_en))


BODY = _code(
    40001,
    "请求体不是合格的 JSON",
    "the body is no sound JSON",
    "按 UTF-8 发送一个 JSON 对象：键不重复，没有 NaN 和无穷，嵌套不深",
    "send one JSON object in UTF-8: no key twice, no NaN or infinity, no deep nesting",
)
QUERY = _code(
    40002,
    "查询参数有误",
    "the query is not understood",
    "只用接口文档列出的参数，各写一次",
    "use the parameters of the documentation, each once",
)
KEY = _code(
    40003,
    "Idempotency-Key 不合格",
    "the Idempotency-Key cannot be used",
    "用 1–255 个可见的 ASCII 字符",
    "use 1 to 255 visible ASCII characters",
)
BROKEN = _code(
    40004,
    "请求不合格",
    "the request is malformed",
    "对照接口文档检查请求",
    "compare the request with the documentation",
)
NOBODY = _code(
    40101,
    "需要令牌或登录",
    "a token or a sign-in is needed",
    "在 Authorization 头里给出 Bearer 令牌",
    "give a Bearer token in the Authorization header",
)
TOKEN_UNKNOWN = _code(
    40102,
    "令牌不认识",
    "the token is not known",
    "在“我的账户—程序令牌”里新设一个",
    "make a new one under “My account – Tokens”",
)
TOKEN_EXPIRED = _code(
    40103,
    "令牌已到期",
    "the token has expired",
    "在“我的账户—程序令牌”里新设一个",
    "make a new one under “My account – Tokens”",
)
TOKEN_REVOKED = _code(
    40104,
    "令牌已撤销",
    "the token was revoked",
    "在“我的账户—程序令牌”里新设一个",
    "make a new one under “My account – Tokens”",
)
APPOINTMENT_ENDED = _code(
    40105,
    "令牌所属的任职已经结束",
    "the appointment of the token has ended",
    "联系安全管理员",
    "ask the security officer",
)
GRANT = _code(
    40301,
    "令牌没有这项权限",
    "the token was not made for this",
    "新设一个含所需权限的令牌；所需权限见接口文档",
    "make a token with the grant that the documentation names",
)
OWN_WORK = _code(
    40302,
    "不能审核本人经手的材料",
    "nobody approves their own work",
    "请由另一位审核人办理",
    "somebody else has to",
)
CSRF = _code(
    40303,
    "缺少页面的 CSRF 令牌",
    "the CSRF token of the pages is missing",
    "程序请用 Bearer 令牌写入",
    "programs write with a Bearer token",
)
ABSENT = _code(
    40401,
    "没有这个对象，或您不能看它",
    "there is no such thing, or it is not yours to see",
    "核对编号，以及令牌所属的任职",
    "check the number, and whose appointment the token is of",
)
METHOD = _code(
    40501,
    "这个地址没有这种方法",
    "there is no such method at this address",
    "可用的方法见 Allow 头",
    "the Allow header names those that there are",
)
STATE = _code(
    40901,
    "对象现在的状态不允许，或有人先办了",
    "its state does not allow it, or somebody was first",
    "重新读取后再决定",
    "read it again, then decide",
)
RUNNING = _code(
    40902,
    "同一个 Idempotency-Key 的请求还在办理",
    "a request with this Idempotency-Key is under way",
    "稍后用同一个键重发",
    "send it again with the same key in a while",
)
STALE = _code(
    41201,
    "您看到的不是最新版本",
    "you have seen an older version",
    "重新读取，用新的 ETag 重发",
    "read it again and send the new ETag",
)
LARGE = _code(
    41301,
    "请求体过大",
    "the body is too large",
    "JSON 每次不超过 1 MiB，文件不超过 20 MiB；可以分几次发送",
    "JSON of at most 1 MiB, files of at most 20 MiB; send it in parts",
)
TYPE = _code(
    41501,
    "不接受这种内容类型",
    "this content type is not taken",
    "发送 Content-Type: application/json，不压缩",
    "send Content-Type: application/json, not compressed",
)
FILE_TYPE = _code(
    41502,
    "不接受这种文件类型",
    "this type of file is not taken",
    "把文件本身作为请求体发送，Content-Type 写 XLSX 或 text/csv，不压缩",
    "send the file itself as the body, as XLSX or text/csv, not compressed",
)
FIELDS = _code(
    42201,
    "字段有误",
    "some fields are not as they should be",
    "按 errors 逐项更正",
    "mend what errors names",
)
REFUSED = _code(
    42202,
    "请求被退回",
    "it was refused",
    "按 errors 逐项更正",
    "mend what errors names",
)
KEY_REUSED = _code(
    42203,
    "这个 Idempotency-Key 已用于另一个请求",
    "this Idempotency-Key came with another request before",
    "每个新请求用新键",
    "use a new key for a new request",
)
NO_VERSION = _code(
    42801,
    "缺少 If-Match",
    "If-Match is missing",
    "先读取对象，把它的 ETag 写进 If-Match",
    "read the object and send its ETag as If-Match",
)
OFTEN = _code(
    42901,
    "请求过于频繁",
    "too many requests",
    "按 Retry-After 头等待",
    "wait as the Retry-After header says",
)
FAILED = _code(
    50001,
    "平台出错，没有写入",
    "the platform failed; nothing was written",
    "稍后重试；写入请带同一个 Idempotency-Key",
    "try again later; a write with the same Idempotency-Key",
)

CODES: tuple[Code, ...] = (
    *(BODY, QUERY, KEY, BROKEN),
    *(NOBODY, TOKEN_UNKNOWN, TOKEN_EXPIRED, TOKEN_REVOKED, APPOINTMENT_ENDED),
    *(
        GRANT,
        OWN_WORK,
        CSRF,
        ABSENT,
        METHOD,
        STATE,
        RUNNING,
        STALE,
        LARGE,
        TYPE,
        FILE_TYPE,
    ),
    *(FIELDS, REFUSED, KEY_REUSED, NO_VERSION, OFTEN, FAILED),
)

BY_STATUS: dict[int, Code] = {
    400: BROKEN,
    401: NOBODY,
    403: CSRF,
    404: ABSENT,
    405: METHOD,
    413: LARGE,
    415: TYPE,
    429: OFTEN,
}
"""What an answer that was made elsewhere is told as."""
