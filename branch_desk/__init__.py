"""branch_desk: numbered custody slips (預かり書) for the branch offices of a ward."""

__version__ = "0.1.0"
