"""Calculators of pay, insurance and tax. Pure: no database, no clock, no web request; the day is an argument."""
