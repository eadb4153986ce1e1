"""Hashed or encrypted value (哈希值、密文) that stands for an identifier of a person.

An MD5, SHA-1, SHA-2 or SM3 digest in hexadecimal (32, 40, 48, 56, 64, 96 or 128 digits) or in base64 (as of 16,
20, 24, 28, 32, 48 or 64 bytes, padded or not, also with - and _), with or without the name of its method before
it (``{sha256}…``, ``sha256:…``, ``md5$…``). One value for one person: whoever has the same list of phone
numbers can look it up, so it is a pseudonym and personal information still (PIPL 73(3), GB/T 37964-2019).

No value can show whose digest it is: files, commits and sessions have them as well. The column's header must
say so: a word for hashing or encryption (``headers``), as in ``phone_md5``, ``id_hash`` or 身份证哈希. The scan
takes the headers of identifying kinds (手机号, ``id_card``) as headers of this one too, if the values are so
shaped. That width is constant and most values are distinct is weighed there, not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector

if TYPE_CHECKING:
    from tongguan.kernels.text import Mask

_METHOD = r"(?i:\{(?:md5|sha1|sha256|sha512|sm3|hmac)\}|(?:md5|sha-?1|sha-?224|sha-?256|sha-?384|sha-?512|sm3|hmac)[:$=_])"
_HEX = "|".join(f"[0-9a-f]{{{width}}}|[0-9A-F]{{{width}}}" for width in (32, 40, 48, 56, 64, 96, 128))
# Letters of either base64, and the padding that its length asks for. A final letter carries few bits.
_B64 = (
    r"[0-9A-Za-z+/_\-]{21}[AQgw](?:==)?"  # 16 bytes
    r"|[0-9A-Za-z+/_\-]{26}[AEIMQUYcgkosw048]=?"  # 20 bytes
    r"|[0-9A-Za-z+/_\-]{32}"  # 24 bytes
    r"|[0-9A-Za-z+/_\-]{37}[AQgw](?:==)?"  # 28 bytes
    r"|[0-9A-Za-z+/_\-]{42}[AEIMQUYcgkosw048]=?"  # 32 bytes
    r"|[0-9A-Za-z+/_\-]{64}"  # 48 bytes
    r"|[0-9A-Za-z+/_\-]{85}[AQgw](?:==)?"  # 64 bytes
)
# Digits only, or letters of one case only, are some other code of that length.
_OTHER = rf"^(?:{_METHOD})?(?:[0-9]+|[a-z_\-]+|[A-Z_\-]+|[A-Z0-9_\-]{{22,31}})$"
_HEXADECIMAL = rf"^(?:{_METHOD})?(?:[0-9a-fA-F]+)$"


def check(values: pa.Array) -> Mask:
    """Check that the characters are as mixed as chance would have it in so long a value."""
    return ~np.asarray(pc.match_substring_regex(values, _OTHER))


def canonical(values: pa.Array) -> pa.Array:
    """Write hexadecimal in lower case and without the name of the method; base64 without padding."""
    bare = pc.replace_substring_regex(values, f"^{_METHOD}", "")
    hexadecimal = pc.match_substring_regex(values, _HEXADECIMAL)
    return pc.if_else(hexadecimal, pc.utf8_lower(bare), pc.utf8_rtrim(bare, "="))


DETECTOR = Detector(
    id="hashed_id",
    title="Hashed value",
    title_zh="哈希或加密值",
    references=("PIPL 73(3)", "GB/T 37964-2019", "RFC 1321", "FIPS 180-4", "GB/T 32905-2016", "RFC 4648"),
    pattern=rf"(?:{_METHOD})?(?:{_HEX}|{_B64})",
    lengths=(22, 160),
    check=check,
    canonical=canonical,
    role="identifier",
    needs_header=True,
    strength=25,
    chance=0.001,
    headers=(
        "哈希", "散列", "摘要值", "密文", "加密", "md5", "sm3", "sha1", "sha256",
        "hash", "hashed", "md5", "sha", "sha1", "sha256", "sha512", "sm3", "digest", "enc", "encrypt", "encrypted", "cipher", "ciphertext",
        "crypt", "pseudonym", "hashid", "hash id",
    ),
    headers_against=(
        "文件", "图片", "附件", "密码", "口令", "签名", "校验", "会话", "请求", "链路", "追踪", "版本", "内容", "区块", "交易", "令牌", "模型", "算法", "方式", "密钥", "固件", "安装包",
        "file", "image", "img", "picture", "attachment", "commit", "git", "etag", "trace", "span", "session", "request", "token", "password", "passwd", "pwd",
        "pass", "salt", "sign", "signature", "checksum", "crc", "content", "block", "tx", "transaction", "wallet", "version", "cache", "url", "key", "secret", "query", "sql",
        "model", "package", "apk", "firmware", "build", "layer", "docker", "object", "chunk", "page", "schema", "row", "data", "message", "msg", "body", "doc", "document", "algorithm", "type", "uuid", "guid",
    ),
    examples=(
        "e10adc3949ba59abbe56e057f20f883e",
        "E10ADC3949BA59ABBE56E057F20F883E",
        "7c4a8d09ca3762af61e59520943dc26494f8941b",
        "8d969eef6ecad3c29a3a629280e686cf0c3f5d5a86aff3ca12020c923adc6c92",
        "4QrcOUm6Wau+VuBX8g+IPg==",
        "4QrcOUm6Wau-VuBX8g-IPg",
        "fEqNCco3Yq9h5ZUglD3CZJT4lBs=",
        "jZae727K08KaOmKSgOaGzww/XVqGr/PKEgIMkjrcbJI=",
        "sha256:8d969eef6ecad3c29a3a629280e686cf0c3f5d5a86aff3ca12020c923adc6c92",
        "{SHA256}8d969eef6ecad3c29a3a629280e686cf0c3f5d5a86aff3ca12020c923adc6c92",
        "md5$e10adc3949ba59abbe56e057f20f883e",
    ),
    near_misses={
        "12345678901234567890123456789012": "digits only",
        "thequickbrownfoxjumpsoverthelazy": "letters only",
        "e10adc3949ba59ab": "half a digest",
        "123e4567-e89b-12d3-a456-426614174000": "a UUID",
        "e10adc3949ba59abbe56e057f20f883": "31 digits",
        "ORDER-2026-01-01-0000001": "an order number",
        "$2b$12$KIXQ4S3vG2Yl9nPz1oYJ5eW7n0n0n0n0n0n0n0n0n0n0n0n0n0n0n": "bcrypt, of a password",
    },
)  # fmt: skip
