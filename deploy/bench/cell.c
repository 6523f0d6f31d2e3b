/* The membrane model of docs/model.md in plain C, for `make bench` only: the same equations, once
   with Rodas5P and DOP853 by hand and once, where SUNDIALS is there, with CVODE.

   cell SOLVER RTOL REPEATS < numbers: the constants in the order of struct cell, nine states, the
   number of samples, their times. Writes the mean seconds of a run, then V, Na, K, Cl and volume at
   each sample. SOLVER: rodas5p, dop853, bdf or adams. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "tableaux.h"
#ifdef HAVE_CVODE
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>
#endif

enum { V, NA, K, CL, W, M, H, N, ATP, STATES };

struct cell {
  double rt_f, na_o, k_o, cl_o, osm_o, mv_per_fmol, imp, water, p_na, p_na_g, p_k, p_k_g, p_cl,
      kcc2, pump, k_atp, made, other, k_adp, atp_total, stim, gates;
};
#define CONSTANTS (sizeof(struct cell) / sizeof(double))

static struct cell c;
static double floor_of[STATES];

static double bern(double x) { return fabs(x) < 1e-3 ? 1 - x / 2 + x * x / 12 : x / expm1(x); }
static double bern_slope(double x) {
  if (fabs(x) < 0.1) return -0.5 + x / 6 - x * x * x / 180 + x * x * x * x * x / 5040;
  double e = expm1(x);
  return (1 - x / e - x) / e;
}
/* x/(e^x - 1) for the rates, and its slope by x */
static void rate(double scale, double x, double *r, double *d, double dx) {
  *r = scale * bern(x);
  *d = scale * bern_slope(x) * dx;
}

static void gate_rates(double v, double a[3], double b[3], double da[3], double db[3]) {
  rate(1.28, -(v + 52) / 4, &a[0], &da[0], -0.25);
  rate(1.40, (v + 25) / 5, &b[0], &db[0], 0.2);
  a[1] = 0.128 * exp(-(v + 53) / 18), da[1] = -a[1] / 18;
  double e = exp(-(v + 30) / 5);
  b[1] = 4 / (1 + e), db[1] = 0.8 * e / ((1 + e) * (1 + e));
  rate(0.08, -(v + 35) / 5, &a[2], &da[2], -0.2);
  b[2] = 0.25 * exp(-(v + 50) / 40), db[2] = -b[2] / 40;
}

static void rates(const double *y, double *f) {
  double pv = 1000 / y[W], na = pv * y[NA], k = pv * y[K], cl = pv * y[CL];
  double in = bern(y[V] / c.rt_f), out = in + y[V] / c.rt_f;
  double na_open = y[M] * y[M] * y[M] * y[H], k_open = y[N] * y[N];
  double j_na = 1e-3 * (c.p_na + c.p_na_g * na_open) * (na * out - c.na_o * in);
  double j_k = 1e-3 * (c.p_k + c.p_k_g * k_open) * (k * out - c.k_o * in);
  double j_cl = 1e-3 * c.p_cl * (cl * in - c.cl_o * out);
  double kcc = c.kcc2 > 0 ? c.kcc2 * log(k * cl / (c.k_o * c.cl_o)) : 0;
  double half = 0.2 * (1 + k / 8.3), site = na / (na + half);
  double pump = c.pump * site * site * site * y[ATP] / (y[ATP] + c.k_atp);
  double a[3], b[3], da[3], db[3];
  f[NA] = -j_na - 3 * pump;
  f[K] = -j_k - kcc + 2 * pump + c.stim;
  f[CL] = -j_cl - kcc;
  f[V] = c.mv_per_fmol * (f[NA] + f[K] - f[CL]);
  f[W] = c.water * (na + k + cl + pv * c.imp - c.osm_o);
  gate_rates(y[V], a, b, da, db);
  for (int g = 0; g < 3; g++) f[M + g] = c.gates * (a[g] - (a[g] + b[g]) * y[M + g]);
  double adp = c.atp_total - y[ATP];
  if (adp < 0) adp = 0;
  f[ATP] = c.made * adp / (adp + c.k_adp) - c.other * y[ATP] / (y[ATP] + 0.5) - pv * pump;
}

static void jacobian(const double *y, double J[STATES][STATES]) {
  memset(J, 0, sizeof(double) * STATES * STATES);
  double pv = 1000 / y[W], na = pv * y[NA], k = pv * y[K], cl = pv * y[CL], u = y[V] / c.rt_f;
  double in = bern(u), out = in + u, din = bern_slope(u) / c.rt_f, dout = din + 1 / c.rt_f;
  double p_na = 1e-3 * (c.p_na + c.p_na_g * y[M] * y[M] * y[M] * y[H]);
  double p_k = 1e-3 * (c.p_k + c.p_k_g * y[N] * y[N]), p_cl = 1e-3 * c.p_cl;
  J[NA][V] = -p_na * (na * dout - c.na_o * din);
  J[K][V] = -p_k * (k * dout - c.k_o * din);
  J[CL][V] = -p_cl * (cl * din - c.cl_o * dout);
  J[NA][NA] = -p_na * pv * out, J[K][K] = -p_k * pv * out, J[CL][CL] = -p_cl * pv * in;
  J[NA][W] = p_na * na * out / y[W], J[K][W] = p_k * k * out / y[W];
  J[CL][W] = p_cl * cl * in / y[W];
  double drive = 1e-3 * c.p_na_g * (na * out - c.na_o * in);
  J[NA][M] = -drive * 3 * y[M] * y[M] * y[H], J[NA][H] = -drive * y[M] * y[M] * y[M];
  J[K][N] = -1e-3 * c.p_k_g * (k * out - c.k_o * in) * 2 * y[N];
  if (c.kcc2 > 0)
    for (int r = K; r <= CL; r++) {
      J[r][K] -= c.kcc2 / y[K], J[r][CL] -= c.kcc2 / y[CL], J[r][W] += 2 * c.kcc2 / y[W];
    }
  double half = 0.2 * (1 + k / 8.3), bound = na + half, site = na / bound;
  double fuel = y[ATP] / (y[ATP] + c.k_atp), pump = c.pump * site * site * site * fuel;
  double steep = 3 * c.pump * fuel * site * site / (bound * bound);
  double by_na = steep * half, by_k = -steep * na * 0.2 / 8.3;
  double by_atp = c.pump * site * site * site * c.k_atp / pow(y[ATP] + c.k_atp, 2);
  double by_w = -(by_na * na + by_k * k) / y[W];
  int rows[3] = {NA, K, ATP};
  double ions[3] = {-3, 2, -pv};
  for (int i = 0; i < 3; i++) {
    J[rows[i]][NA] += ions[i] * by_na * pv, J[rows[i]][K] += ions[i] * by_k * pv;
    J[rows[i]][W] += ions[i] * by_w, J[rows[i]][ATP] += ions[i] * by_atp;
  }
  double adp = c.atp_total - y[ATP];
  J[ATP][W] += pv * pump / y[W];
  if (adp >= 0) J[ATP][ATP] -= c.made * c.k_adp / ((adp + c.k_adp) * (adp + c.k_adp));
  J[ATP][ATP] -= c.other * 0.5 / ((y[ATP] + 0.5) * (y[ATP] + 0.5));
  for (int j = 0; j < STATES; j++) J[V][j] = c.mv_per_fmol * (J[NA][j] + J[K][j] - J[CL][j]);
  double solute = y[NA] + y[K] + y[CL] + c.imp;
  J[W][NA] = J[W][K] = J[W][CL] = c.water * pv;
  J[W][W] = -c.water * pv * solute / y[W];
  double a[3], b[3], da[3], db[3];
  gate_rates(y[V], a, b, da, db);
  for (int g = 0; g < 3; g++) {
    J[M + g][V] = c.gates * (da[g] - (da[g] + db[g]) * y[M + g]);
    J[M + g][M + g] = -c.gates * (a[g] + b[g]);
  }
}

static int factor(double A[STATES][STATES], int *p) {
  for (int i = 0; i < STATES; i++) {
    int best = i;
    for (int r = i + 1; r < STATES; r++)
      if (fabs(A[r][i]) > fabs(A[best][i])) best = r;
    p[i] = best;
    if (A[best][i] == 0) return 0;
    if (best != i)
      for (int j = 0; j < STATES; j++) {
        double t = A[i][j];
        A[i][j] = A[best][j], A[best][j] = t;
      }
    double inv = 1 / A[i][i];
    for (int r = i + 1; r < STATES; r++) {
      double l = A[r][i] *= inv;
      if (l != 0)
        for (int j = i + 1; j < STATES; j++) A[r][j] -= l * A[i][j];
    }
  }
  return 1;
}

static void solve(double A[STATES][STATES], const int *p, double *x) {
  for (int i = 0; i < STATES; i++) {
    double t = x[p[i]];
    x[p[i]] = x[i], x[i] = t;
  }
  for (int i = 1; i < STATES; i++)
    for (int j = 0; j < i; j++) x[i] -= A[i][j] * x[j];
  for (int i = STATES - 1; i >= 0; i--) {
    for (int j = i + 1; j < STATES; j++) x[i] -= A[i][j] * x[j];
    x[i] /= A[i][i];
  }
}

static double scale_of(double rtol, double a, double b, int s) {
  double size = fabs(a) > fabs(b) ? fabs(a) : fabs(b);
  return rtol * (size > floor_of[s] ? size : floor_of[s]);
}

static double stage[16][STATES], lu[STATES][STATES];
static int pivots[STATES];

static double rodas_step(const double *y, double h, double J[STATES][STATES], double rtol,
                         double *next) {
  double z[STATES], worst = 0;
  for (int i = 0; i < STATES; i++)
    for (int j = 0; j < STATES; j++) lu[i][j] = (i == j) / (RODAS_GAMMA * h) - J[i][j];
  if (!factor(lu, pivots)) return INFINITY;
  for (int i = 0; i < 8; i++) {
    for (int s = 0; s < STATES; s++) {
      z[s] = y[s];
      for (int j = 0; j < i; j++) z[s] += RODAS_A[i][j] * stage[j][s];
    }
    rates(z, stage[i]);
    for (int s = 0; s < STATES; s++) {
      double sum = 0;
      for (int j = 0; j < i; j++) sum += RODAS_C[i][j] * stage[j][s];
      stage[i][s] += sum / h;
    }
    solve(lu, pivots, stage[i]);
  }
  for (int s = 0; s < STATES; s++) {
    next[s] = y[s] + stage[5][s] + stage[6][s] + stage[7][s];
    for (int j = 0; j < 5; j++) next[s] += RODAS_A[5][j] * stage[j][s];
    double e = fabs(stage[7][s]) / scale_of(rtol, y[s], next[s], s);
    if (!(e <= worst)) worst = e;
  }
  return worst;
}

static double dop_step(const double *y, const double *f, double h, double rtol, double *next) {
  double z[STATES], fifth = 0, third = 0;
  memcpy(stage[0], f, sizeof z);
  for (int i = 1; i < 12; i++) {
    for (int s = 0; s < STATES; s++) {
      double sum = 0;
      for (int j = 0; j < i; j++) sum += DOP_A[i][j] * stage[j][s];
      z[s] = y[s] + h * sum;
    }
    rates(z, stage[i]);
  }
  for (int s = 0; s < STATES; s++) {
    double sum = 0, e5 = 0, e3 = 0;
    for (int j = 0; j < 12; j++) {
      sum += DOP_A[12][j] * stage[j][s];
      e5 += DOP_E5[j] * stage[j][s], e3 += DOP_E3[j] * stage[j][s];
    }
    next[s] = y[s] + h * sum;
    double size = scale_of(rtol, y[s], next[s], s);
    fifth += e5 * e5 / (size * size), third += e3 * e3 / (size * size);
  }
  if (fifth == 0 && third == 0) return 0;
  return h * fifth / sqrt(STATES * (fifth + 0.01 * third));
}

static void dop_dense(const double *y, const double *f, const double *next, const double *next_f,
                      double h, double dense[7][STATES]) {
  double z[STATES];
  memcpy(stage[12], next_f, sizeof z);
  for (int i = 13; i < 16; i++) {
    for (int s = 0; s < STATES; s++) {
      double sum = 0;
      for (int j = 0; j < i; j++) sum += DOP_A[i][j] * stage[j][s];
      z[s] = y[s] + h * sum;
    }
    rates(z, stage[i]);
  }
  for (int s = 0; s < STATES; s++) {
    double change = next[s] - y[s];
    dense[0][s] = change, dense[1][s] = h * f[s] - change;
    dense[2][s] = 2 * change - h * (next_f[s] + f[s]);
    for (int r = 0; r < 4; r++) {
      double sum = 0;
      for (int j = 0; j < 16; j++) sum += DOP_DENSE[r][j] * stage[j][s];
      dense[3 + r][s] = h * sum;
    }
  }
}

static double dop_at(double x, double y, double d[7][STATES], int s) {
  double sum = 0;
  for (int r = 6; r >= 0; r--) sum = (sum + d[r][s]) * (r % 2 ? 1 - x : x);
  return y + sum;
}

static void by_hand(int is_explicit, double rtol, const double *start, const double *t, int n,
                    double *out) {
  double y[STATES], f[STATES], next[STATES], next_f[STATES], J[STATES][STATES], dense[7][STATES];
  memcpy(y, start, sizeof y);
  rates(y, f);
  double now = 0, h = 1e-6, end = t[n - 1];
  int row = 0, fresh = 1;
  while (row < n && t[row] <= 0) memcpy(out + STATES * row++, y, sizeof y);
  while (now < end && row < n) {
    if (now + h > end) h = end - now;
    if (!is_explicit && fresh) jacobian(y, J);
    double error = is_explicit ? dop_step(y, f, h, rtol, next) : rodas_step(y, h, J, rtol, next);
    double grow = error < 1e12 ? 0.9 * pow(error > 1e-10 ? error : 1e-10, is_explicit ? -1. / 8 : -1. / 5) : 0.1;
    double most = is_explicit ? 3 : 6;
    grow = grow < 0.2 ? 0.2 : grow > most ? most : grow;
    fresh = error <= 1;
    if (!fresh) {
      h *= grow < 0.5 ? grow : 0.5;
      continue;
    }
    if (is_explicit) rates(next, next_f);
    if (is_explicit && t[row] <= now + h) dop_dense(y, f, next, next_f, h, dense);
    for (; row < n && t[row] <= now + h; row++) {
      double x = (t[row] - now) / h;
      for (int s = 0; s < STATES; s++) {
        if (is_explicit) {
          out[STATES * row + s] = dop_at(x, y[s], dense, s);
        } else {
          double d[3] = {0, 0, 0};
          for (int r = 0; r < 3; r++)
            for (int j = 0; j < 8; j++) d[r] += RODAS_DENSE[r][j] * stage[j][s];
          double inner = d[0] + x * (d[1] + x * d[2]);
          out[STATES * row + s] = (1 - x) * y[s] + x * (next[s] + (1 - x) * inner);
        }
      }
    }
    now += h, h *= grow;
    memcpy(y, next, sizeof y);
    memcpy(f, next_f, sizeof f);
  }
}

#ifdef HAVE_CVODE
static int cv_rates(realtype t, N_Vector y, N_Vector f, void *data) {
  rates(NV_DATA_S(y), NV_DATA_S(f));
  return 0;
}
static int cv_jacobian(realtype t, N_Vector y, N_Vector f, SUNMatrix J, void *d, N_Vector a,
                       N_Vector b, N_Vector e) {
  double full[STATES][STATES];
  jacobian(NV_DATA_S(y), full);
  for (int i = 0; i < STATES; i++)
    for (int j = 0; j < STATES; j++) SM_ELEMENT_D(J, i, j) = full[i][j];
  return 0;
}
static void with_cvode(int is_bdf, double rtol, const double *start, const double *t, int n,
                       double *out) {
  SUNContext context;
  SUNContext_Create(NULL, &context);
  N_Vector y = N_VNew_Serial(STATES, context), atol = N_VNew_Serial(STATES, context);
  memcpy(NV_DATA_S(y), start, STATES * sizeof(double));
  for (int s = 0; s < STATES; s++) NV_DATA_S(atol)[s] = 0.01 * rtol * floor_of[s];
  void *cv = CVodeCreate(is_bdf ? CV_BDF : CV_ADAMS, context);
  CVodeInit(cv, cv_rates, 0, y);
  CVodeSVtolerances(cv, rtol, atol);
  CVodeSetMaxNumSteps(cv, 100000000);
  SUNMatrix A = SUNDenseMatrix(STATES, STATES, context);
  SUNLinearSolver ls = SUNLinSol_Dense(y, A, context);
  SUNNonlinearSolver nls = NULL;
  if (is_bdf) {
    CVodeSetLinearSolver(cv, ls, A);
    CVodeSetJacFn(cv, cv_jacobian);
  } else {
    nls = SUNNonlinSol_FixedPoint(y, 0, context);
    CVodeSetNonlinearSolver(cv, nls);
  }
  double reached = 0;
  for (int row = 0; row < n; row++) {
    if (t[row] > 0 && CVode(cv, t[row], y, &reached, CV_NORMAL) < 0) exit(3);
    memcpy(out + STATES * row, NV_DATA_S(y), STATES * sizeof(double));
  }
  CVodeFree(&cv);
  SUNLinSolFree(ls);
  if (nls) SUNNonlinSolFree(nls);
  SUNMatDestroy(A);
  N_VDestroy(y);
  N_VDestroy(atol);
  SUNContext_Free(&context);
}
#endif

static double now_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int count, char **words) {
  if (count < 4) return 2;
  double rtol = atof(words[2]), *constants = (double *)&c, y[STATES];
  int repeats = atoi(words[3]), n = 0;
  for (size_t i = 0; i < CONSTANTS; i++)
    if (scanf("%lf", constants + i) != 1) return 2;
  for (int s = 0; s < STATES; s++)
    if (scanf("%lf", y + s) != 1) return 2;
  if (scanf("%d", &n) != 1 || n < 2) return 2;
  double *t = malloc(n * sizeof *t), *out = calloc((size_t)n * STATES, sizeof *out);
  for (int i = 0; i < n; i++)
    if (scanf("%lf", t + i) != 1) return 2;
  double sizes[STATES] = {100, 1e-3 * y[W], 1e-3 * y[W], 1e-3 * y[W], y[W], .1, .1, .1, 1};
  memcpy(floor_of, sizes, sizeof sizes);
  double began = now_s();
  for (int r = 0; r < repeats; r++) {
    if (!strcmp(words[1], "rodas5p")) by_hand(0, rtol, y, t, n, out);
    else if (!strcmp(words[1], "dop853")) by_hand(1, rtol, y, t, n, out);
#ifdef HAVE_CVODE
    else with_cvode(!strcmp(words[1], "bdf"), rtol, y, t, n, out);
#else
    else return 4;
#endif
  }
  printf("%.9g\n", (now_s() - began) / repeats);
  for (int i = 0; i < n; i++) {
    double *r = out + STATES * i;
    printf("%.17g %.17g %.17g %.17g %.17g\n", r[V], r[NA], r[K], r[CL], r[W]);
  }
  return 0;
}
