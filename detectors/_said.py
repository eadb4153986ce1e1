"""How people write what they say about a person: free words, a yes or a no, an amount.

For kinds that only a header can show (``needs_header``): their values have no shape of their own, but
they are not anything either.
"""

from __future__ import annotations

# Words, in any script. Brackets of JSON are no words.
WORDS = r"[^{}<>]*\p{L}[^{}<>]*"
YES_NO = r"(?i:true|false|yes|no|y|n|[01]|是|否|有|无|没有)"
# A column of numbers comes as 35, 12500.5 or 5e-05.
NUMBER = r"[-+]?[0-9][0-9,]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?"
_MONEY = rf"(?:[¥￥$€]|RMB|CNY|USD|HKD)? ?{NUMBER} ?(?:万|千|百万|亿)?(?:人民币|美元|港元|港币|元|块|[kKwW]|RMB|CNY|USD|HKD)?"
_EACH = r"(?:(?:/|每|per | a )(?:个?月|年|周|天|日|小时|month|year|week|day|hour))?"
# 5000-8000, 10k~15k/月, 3000元以下, 20万以上, >50000
AMOUNT = (
    rf"(?:[<>≥≤]=?|低于|高于|不足)? ?{_MONEY}(?: ?(?:-|~|～|—|–|至|到|to) ?{_MONEY})?{_EACH}"
    r"(?:\(?(?:含|不含)\)?)?(?:及?以上|及?以下|以内|左右|\+)?"
)
