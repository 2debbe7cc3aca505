"""Who belongs: accounts, what proves them, invitations and sessions. Beside the chain, so that it can be erased."""
