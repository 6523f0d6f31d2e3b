"""Where each state stands in the arrays: y = [V, n_Na, n_K, n_Cl, W, m, h, n, ATP]."""

V, NA, K, CL, W, M, H, N, ATP = range(9)
STATES = 9
