# SPDX-License-Identifier: Apache-2.0
"""`flask demo`: an invented population, the same for the same seed and day. Ids and keys are random all the same."""
