"""E-mail address (电子邮箱, RFC 5322 as people write it).

A local part, ``@``, and a domain with a dot. Letters are compared without case. Mailboxes without
a person behind them (no-reply, service) are addresses all the same: nobody is left out on a guess.

Some providers deliver several addresses to one mailbox, and say so: Gmail leaves dots out of the local part
and takes googlemail.com for gmail.com; Gmail, Outlook, iCloud, Fastmail and Proton leave out ``+`` and what
follows. There, and nowhere else, they are one person's. A masked address (``a***@example.com``) is none: taken for
one, it would make one person of many.

>>> import pyarrow as pa
>>> DETECTOR.canon(pa.array(["Li.Wei+shop@GoogleMail.com", "li.wei+shop@example.com"])).to_pylist()
['liwei@gmail.com', 'li.wei+shop@example.com']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector, holds

if TYPE_CHECKING:
    import numpy as np

_TAGGED = "gmail|outlook|hotmail|live|icloud|me|fastmail|protonmail|proton"


def mailbox(values: pa.Array) -> pa.Array:
    """Return the one way to write each address: of those delivered to one mailbox, the same."""
    lower = pc.replace_substring(pc.utf8_lower(values), "@googlemail.com", "@gmail.com")
    if pc.any(pc.match_substring(lower, "+")).as_py():
        lower = pc.replace_substring_regex(lower, rf"\+[^@]*@({_TAGGED})\.(com|me)$", r"@\1.\2")
    gmail = pc.ends_with(lower, "@gmail.com")
    if pc.any(gmail).as_py():
        undotted = pc.binary_join_element_wise(
            pc.replace_substring(pc.replace_substring(lower, "@gmail.com", ""), ".", ""), "@gmail.com", ""
        )
        lower = pc.if_else(gmail, undotted, lower)
    return lower


def unmasked(values: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which are addresses: two asterisks in a row stand for what was taken away, and are no one's."""
    shown: np.ndarray[tuple[int], np.dtype[np.bool_]] = pc.invert(pc.match_substring(values, "**")).to_numpy(
        zero_copy_only=False
    )
    return shown


DETECTOR = Detector(
    id="email",
    title="E-mail address",
    title_zh="电子邮箱",
    references=("RFC 5322",),
    pattern=(
        r"[A-Za-z0-9.!#$%&*+/=?^_{|}~\-]+@"
        r"(?:[A-Za-z0-9\p{Han}](?:[A-Za-z0-9\p{Han}\-]*[A-Za-z0-9\p{Han}])?\.)+[A-Za-z\p{Han}][A-Za-z\p{Han}]+"
    ),
    lengths=(6, 254),
    gate=holds("@"),
    check=unmasked,
    canonical=mailbox,
    role="identifier",
    strength=60,
    in_text=True,
    under_header="[^*]*@[^*]*",  # what is masked is no identifier
    headers=("邮箱", "电子邮箱", "电子邮件", "邮件地址", "email", "mail", "user email", "dzyx", "youxiang"),
    headers_against=(
        "邮件号",
        "邮件编号",
        "邮件单号",
        "单号",
        "mail no",
        "mail number",
        "mail code",
        "mail num",
        "tracking",
        "waybill",
        "数",
        "模板",
        "订阅",
        "count",
        "verified",
        "subscribed",
        "template",
        "status",
        "type",
    ),
    placeholders=frozenset(
        ["test@test.com", "a@a.com", "test@qq.com", "none@none.com", "noreply@noreply.com"]
    ),
    examples=("zhang.san@example.com", "li_4@mail.example.com.cn", "Wang5@EXAMPLE.COM"),
    near_misses={
        "zhang.san@example": "no dot in the domain",
        "@example.com": "no local part",
        "zhang san@example.com": "a space",
        "pkg@1.2.3": "a version",
        "z***@example.com": "masked",
    },
)
