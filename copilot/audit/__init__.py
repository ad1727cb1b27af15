"""The audit log."""

from copilot.audit.log import AuditBroken, AuditLog, AuditUnavailable

__all__ = ["AuditBroken", "AuditLog", "AuditUnavailable"]
