"""Equal pay for equal work and what it costs. Pure: no database, no clock, no request."""
