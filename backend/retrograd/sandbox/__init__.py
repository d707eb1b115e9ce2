"""The evaluation in processes that can be killed: text and options to the bytes of an answer.

`nursery` is a process that has loaded everything once and forks workers; `worker` is what such a worker does,
`confinement` what it may not do. On the service's side, `nest` is the connection to the nursery, `worker_end` the
connection to one worker, and `pool` decides who works when. What travels between them is bytes: `frames`.
"""
