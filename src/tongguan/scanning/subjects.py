"""Which columns are about the same person: the parts people play in one row.

A row of orders holds a buyer and a recipient; a row of a school's list a child and a guardian.
They are different persons. Names of columns tell (``buyer_phone``, 收件人电话); where they do not,
the second phone number of a row belongs to a second person until somebody says otherwise, and what is
in the columns tells which name goes with which number (:mod:`tongguan.scanning.together`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongguan.scanning.headers import match
from tongguan.scanning.together import NOTHING_SEEN, Together

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tongguan.detector import Detector

_PARTS: Mapping[str, tuple[str, ...]] = {
    "buyer": ("买家", "买方", "购买人", "下单人", "buyer", "purchaser"),
    "seller": ("卖家", "卖方", "seller", "vendor"),
    "recipient": ("收件", "收货", "收方", "receiver", "recipient", "consignee"),
    "sender": ("寄件", "发件", "发货人", "寄方", "sender", "shipper", "consignor"),
    "emergency_contact": ("紧急", "emergency"),
    "guardian": ("监护", "家长", "guardian", "parent"),
    "father": ("父亲", "爸爸", "father"),
    "mother": ("母亲", "妈妈", "mother"),
    "spouse": ("配偶", "妻子", "丈夫", "spouse", "wife", "husband"),
    "child": ("子女", "孩子", "儿童", "宝宝", "child", "kid", "baby"),
    "driver": ("司机", "驾驶员", "driver"),
    "passenger": ("乘客", "旅客", "乘机人", "passenger"),
    "payer": ("付款", "汇款人", "转出", "payer", "remitter"),
    "payee": ("收款", "转入", "对方", "payee", "counterparty"),
    "applicant": ("投保人", "申请人", "applicant", "policyholder"),
    "insured": ("被保险人", "被保人", "insured"),
    "beneficiary": ("受益人", "beneficiary"),
    "guarantor": ("担保人", "保证人", "guarantor"),
    "referrer": ("推荐人", "介绍人", "邀请人", "referrer", "referee", "inviter"),
    "manager": ("领导", "主管", "上级", "经理", "负责人", "manager", "supervisor", "leader", "boss"),
    "doctor": ("医生", "医师", "护士", "doctor", "physician", "nurse"),
    "patient": ("患者", "病人", "就诊人", "patient"),
    "teacher": ("老师", "教师", "班主任", "teacher"),
    "student": ("学生", "student"),
    "agent": ("经办人", "业务员", "代理人", "客服", "操作员", "agent", "operator", "salesperson"),
}


_SELF = "person"
# Parts that are the row's own person by another word: an order is its buyer's.
_MAIN = ("buyer", "passenger", "payer", "patient", "student", "applicant")


@dataclass(frozen=True)
class Subject:
    """One person's part in a row: its columns, in their order.

    ``guessed`` marks a part that only stands apart because a kind occurs twice: the cautious count
    takes it for another person, the lower one does not.
    """

    name: str
    columns: tuple[str, ...]
    guessed: bool = False


def subjects(
    kinds: Sequence[tuple[str, str]],
    detectors: Mapping[str, Detector],
    stated: Mapping[str, str] | None = None,
    together: Together = NOTHING_SEEN,
) -> tuple[Subject, ...]:
    """Group *kinds*, pairs of column name and kind, into the subjects of a row.

    A column whose name gives no part is the row's own person's, called ``person``. A part that
    shows nobody of its own (an address tells where, not who) joins the one that does.
    """
    parts: dict[str, list[tuple[str, str]]] = {}
    for column, kind in kinds:
        part = (stated or {}).get(column) or next(
            (part for part, words in _PARTS.items() if match(column, words)), _SELF
        )
        parts.setdefault(part, []).append((column, kind))
    shown = [
        part for part, columns in parts.items() if _shows_somebody(part, [detectors[k] for _, k in columns])
    ]
    main = next((part for part in shown if part in _MAIN), None)
    if main is not None and _SELF in shown and _adds_nobody(parts[_SELF], parts[main], detectors):
        shown.remove(_SELF)
        parts[main] += parts.pop(_SELF)
    if len(shown) <= 1:
        home = shown[0] if shown else _SELF
        parts = {home: list(kinds)} if kinds else {}
    else:
        home = _SELF if _SELF in shown else main or shown[0]
        strays = [pair for part in parts if part not in shown for pair in parts[part]]
        parts = {
            part: columns + (strays if part == home else [])
            for part, columns in parts.items()
            if part in shown
        }
    return tuple(
        subject for part, columns in parts.items() for subject in _split(part, columns, detectors, together)
    )


def _split(
    part: str, columns: Sequence[tuple[str, str]], detectors: Mapping[str, Detector], together: Together
) -> list[Subject]:
    """Split a part where a kind occurs twice: the second stands for a second person.

    What goes with which is told by what is in the columns, else by their order.
    """
    slots = _slots(columns, detectors)
    turns = _by_content({name: slot for name, slot in slots.items() if slot is not None}, together, detectors)
    groups: dict[int, list[str]] = {}
    for column, _ in columns:
        groups.setdefault(turns.get(column, 1), []).append(column)
    return [
        Subject(part if turn == 1 else f"{part}_{turn}", tuple(names), guessed=turn > 1)
        for turn, names in sorted(groups.items())
    ]


# Kind, the word of its header where one person may have several numbers of the kind, and the turn.
_Slot = tuple[str, "str | None", int]


def _slots(columns: Sequence[tuple[str, str]], detectors: Mapping[str, Detector]) -> dict[str, _Slot | None]:
    """Return for each column its turn among those of its kind; None where it tells of nobody alone."""
    seen: Counter[tuple[str, str | None]] = Counter()
    slots: dict[str, _Slot | None] = {}
    for column, kind in columns:
        detector = detectors[kind]
        # One person has a member number, a user name and a nickname; two user numbers are two users.
        weak = detector.identifies and detector.strength < _STRONG
        word = match(column, detector.headers) if weak else None
        seen[kind, word] += 1
        twice = detector.role in {"identifier", "name"}
        slots[column] = (kind, word, seen[kind, word]) if twice else None
    return slots


def _by_content(
    slots: Mapping[str, _Slot], together: Together, detectors: Mapping[str, Detector]
) -> dict[str, int]:
    """Return the turn of each column: that of the number beside which the fewest of its values stand."""
    turns = {column: turn for column, (_, _, turn) in slots.items()}
    repeated = {kind for kind, _, turn in slots.values() if turn > 1 and detectors[kind].identifies}
    if not repeated:
        return turns
    strongest = max(repeated, key=lambda kind: (detectors[kind].strength, kind))
    numbers = {turn: column for column, (kind, _, turn) in slots.items() if kind == strongest}
    wishes = sorted(
        (round(beside, 1), turns[column] != turn, column, turn)
        for column, (kind, _, _) in slots.items()
        if kind != strongest
        for turn, number in numbers.items()
        if (beside := together.beside(number, column)) is not None
    )
    taken: set[tuple[str, str | None, int]] = set()
    placed: dict[str, int] = {}
    for _, _, column, turn in wishes:
        kind, word, _ = slots[column]
        if column not in placed and (kind, word, turn) not in taken:
            placed[column] = turn
            taken.add((kind, word, turn))
    for column, (kind, word, turn) in slots.items():  # whom nothing placed takes what is left
        if column not in placed:
            free = next(t for t in (turn, *range(1, len(slots) + 1)) if (kind, word, t) not in taken)
            placed[column] = free
            taken.add((kind, word, free))
    return placed


_STRONG = 50


def _adds_nobody(
    own: Sequence[tuple[str, str]], main: Sequence[tuple[str, str]], detectors: Mapping[str, Detector]
) -> bool:
    """Tell whether the columns of no part may be taken for the *main* person's.

    Only if none of them would then stand for that person: an e-mail beside the buyer's phone adds
    nobody, but an ID number may be the recipient's, and would make one of two buyers. A name without
    any number and numbers without any name are one person: 患者姓名 beside 身份证号.
    """
    named = {detectors[kind].role for _, kind in main} & {"name", "identifier"}
    numbered = {detectors[kind].role for _, kind in own} & {"name", "identifier"}
    if named == {"name"} and numbered == {"identifier"}:
        return True
    kinds = {kind for _, kind in main}
    strongest = max((detectors[kind].strength for kind in kinds), default=0)
    return all(
        detectors[kind].role != "name" and kind not in kinds and detectors[kind].strength < strongest
        for _, kind in own
    )


def _shows_somebody(part: str, detectors: Iterable[Detector]) -> bool:
    return any(
        detector.role in {"identifier", "name"}
        # A landline named as somebody's is somebody; an address beside other people's numbers is theirs.
        or (part != _SELF and detector.role == "trait" and detector.id != "address")
        for detector in detectors
    )
