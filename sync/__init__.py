"""Signed batches over a shared folder that comes and goes; knows nothing of branch_desk.

Records go in as JSON objects with `desk`, `epoch` and `seq`, and come out at every other desk as they were, once, in
the order of their stream. What they say is the business of whoever keeps them (`local.Local`).

    envelope.py  the one file format: header, compressed body, signature, and its measures
    names.py     what files are called, and which names are ours
    batch.py     a stretch of a stream, chained to the one before it
    ack.py       what a desk has read
    root.py      the marker, the office's keys, the members
    folder.py    the few file operations that are safe on SMB
    worker.py    the process that touches the share, and can be killed
    local.py     what a round asks of the ledger
    cycle.py     one round: whose share, the office's words, ours out, theirs in, who has what
    own.py       this desk's own streams: home, out, put back
    theirs.py    the others' streams: found, taken in some batches together
    hearing.py   our own word, and everybody's newest
    bundle.py    many batches in one file, for a desk that begins; starting.py reads and lays them out
    reading.py   a batch at its place, believed or put aside
    patience.py  how long something is left alone
    round.py     what a round came to
"""
