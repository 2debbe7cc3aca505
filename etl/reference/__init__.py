"""The reference data of a network: its tables read, checked and typed."""

from etl.reference.read import Reference, check_reference, read_reference

__all__ = ["Reference", "check_reference", "read_reference"]
