"""Papers for councils and mayors: each a document made from what services and rooms know, set by `maturity/reports`."""
