"""Trying the bot at home: a chat in the browser, without Teams."""

from localchat.mount import LOCAL_TENANT, add_local_chat
from localchat.people import aad_object_id

__all__ = ["LOCAL_TENANT", "aad_object_id", "add_local_chat"]
