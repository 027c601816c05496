"""Signed batches over a shared folder; knows nothing of branch_desk.

Empty until exchange is built. The room stands already, so that the test of the import arrows guards it from the first line.
"""
