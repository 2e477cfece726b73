/*
 * What the machine gives native code on one thread, in one line of JSON: products and sums a second
 * in registers, and bytes a second of a[i] = b[i] + s c[i] for three working sets.
 *
 *   cc -O3 -march=native -ffast-math machine.c -o machine
 */
#define _POSIX_C_SOURCE 199309L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define STEPS 2000000
#define TURNS 6
#define CHAINS 12

/* As wide as the compiler's vectors become: 64 bytes. */
typedef double doubles __attribute__((vector_size(64)));
typedef float floats __attribute__((vector_size(64)));

static double seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

/* The smallest time of some turns of a statement. */
#define BEST(result, statement)                        \
  do {                                                 \
    result = 1e30;                                     \
    for (int turn = 0; turn < TURNS; turn++) {         \
      double started = seconds();                      \
      statement;                                       \
      double used = seconds() - started;               \
      if (used < result) result = used;                \
    }                                                  \
  } while (0)

#define PEAK(name, vector, scalar)                                              \
  static scalar name(scalar m, scalar d) {                                      \
    vector x[CHAINS], sum = {0};                                                \
    for (int j = 0; j < CHAINS; j++) x[j] = (vector){0} + (scalar)(j + 1);      \
    for (int i = 0; i < STEPS; i++)                                             \
      for (int j = 0; j < CHAINS; j++) x[j] = x[j] * m + d;                     \
    for (int j = 0; j < CHAINS; j++) sum += x[j];                               \
    return sum[0];                                                              \
  }

PEAK(peak64, doubles, double)
PEAK(peak32, floats, float)

static void triad(double *restrict a, const double *restrict b, const double *restrict c, long n) {
  for (long i = 0; i < n; i++) a[i] = b[i] + 3 * c[i];
  __asm__ volatile("" : : "r"(a) : "memory"); /* so that repeats are not left out */
}

int main(void) {
  static const long sets[] = {3L << 16, 3L << 20, 3L << 26};
  volatile double kept = 0, m = 0.999, d = 0.001;
  double time64, time32;
  BEST(time64, kept += peak64(m, d));
  BEST(time32, kept += peak32((float)m, (float)d));
  printf("{\"flops\":{\"float64\":%.4g,\"float32\":%.4g},\"bandwidths\":[",
         2.0 * 8 * CHAINS * STEPS / time64, 2.0 * 16 * CHAINS * STEPS / time32);
  double *memory = calloc(sets[2] / 8, 8);
  if (!memory) return 1;
  for (int set = 0; set < 3; set++) {
    long n = sets[set] / 24, repeats = 30000000 / sets[set] + 1;
    double time;
    BEST(time, for (long i = 0; i < repeats; i++) triad(memory, memory + n, memory + 2 * n, n));
    printf("%s{\"bytes\":%ld,\"perSecond\":%.4g}", set ? "," : "", sets[set],
           (double)repeats * sets[set] / time);
  }
  printf("]}\n");
  free(memory);
  return 0;
}
