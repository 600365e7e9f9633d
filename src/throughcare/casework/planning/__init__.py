"""Planning: what somebody is to reach on their sentence and how, whether they agreed, its reviews, and the end it may bring."""
