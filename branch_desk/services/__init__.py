"""What people do: one verb a function. The first argument is the open ledger, the second who acts.

A verb returns what changed, or a Refusal where a rule speaks against it; it raises only when the surroundings are
broken (branch_desk/store/faults.py).
"""
