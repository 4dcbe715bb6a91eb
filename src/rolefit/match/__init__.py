"""`Profile` and hits to `RoleMatch`es: a conditional choice model whose score is a sum.

Each role gets the same handful of features, with one weight a feature shared by all roles; a softmax
runs over the roles and *none*. So contributions add up to the score exactly, a new role needs no
retraining, and "what if I had skill X" is the same function called again.
"""
