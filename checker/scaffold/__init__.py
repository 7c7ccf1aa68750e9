"""What a user would otherwise begin on an empty page: policies with their tests, packs, records.

policy_files(id, kind) -> Written                      a policy and its tests, which load and pass
pack_file(id, title) -> str                            a pack.yaml
commented(kind) -> str                                 a record with the schema's words as comments
step(kind, state, needs) -> (State, Question | None)   the next question about a record; `answer` takes what is said

Nothing here reads a terminal or writes a file: texts and values go in and come out.
"""

from __future__ import annotations
