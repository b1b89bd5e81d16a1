"""How true readings are, and how honest: what each lever brings, whether confidence and predicted error rates hold."""
