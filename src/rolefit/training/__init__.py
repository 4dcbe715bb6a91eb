"""How the choice model is learnt: labelled documents to examples, examples to weights and their card."""
