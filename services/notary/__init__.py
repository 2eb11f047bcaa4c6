"""The notary: a record of each lot that anybody can check and nobody can change unseen."""

from services.notary.desk import Notary

__all__ = ["Notary"]
