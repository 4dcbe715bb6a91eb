"""What to do now: pure functions from what is known of a person and of the roles to values of advice.

Nothing is read, embedded or worded here. `fit` scores questionnaires, `resilience` the composite
score, `adjacency` the distance of roles and levels, `landscape` the six roles side by side, `interview`
and `plan` the way into one of them, `weak_signals` what a reader of the résumé will stumble over.
"""
