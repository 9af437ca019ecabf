"""Bytes that are kept for a while."""


def compact(written: bytes) -> bytes:
    """Return *written* in no more memory than its length: orjson leaves up to as much unused."""
    return bytes(memoryview(written))
