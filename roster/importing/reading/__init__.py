"""Reading what somebody uploaded, in a child process that may use little memory and little time.

Nothing here imports Django except `open` (the parent's side): the child must start fast and know nothing.
"""
