/*
 * Half spectra of real fields by FFTW, planned by FFTW_MEASURE, one thread. Answers one JSON line per
 * JSON line on standard input, as the other peers of compute.ts do; reads no more of JSON than that takes.
 *
 *   cc -O3 fftw.c -o fftw -lfftw3 -lfftw3f -lm
 */
#define _POSIX_C_SOURCE 199309L
#include <fftw3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int fields, rank, grid[8], single;
static size_t size, half;
static double *x, *spectrum; /* spectrum: (re, im) pairs */
static float *xf, *spectrumf;
static fftw_plan plan;
static fftwf_plan planf;

static double seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

static void fail(const char *reason) {
  fprintf(stderr, "fftw.c: %s\n", reason);
  exit(1);
}

/* What follows a key, or NULL. */
static char *after(char *line, const char *key) {
  char *at = strstr(line, key);
  return at ? at + strlen(key) : NULL;
}

/* The string that starts at `from`, cut off at its end in place. */
static char *text(char *from) {
  char *end = from ? strchr(from, '"') : NULL;
  if (!end) fail("a path was expected.");
  *end = 0;
  return from;
}

/* Reads an .npy file of flat doubles into x. */
static void read_npy(const char *path, size_t count) {
  unsigned char head[10];
  FILE *file = fopen(path, "rb");
  if (!file || fread(head, 1, 10, file) != 10) fail("the input cannot be read.");
  fseek(file, 10 + head[8] + 256 * head[9], SEEK_SET);
  if (fread(x, sizeof(double), count, file) != count) fail("the input is too short.");
  fclose(file);
}

/* All real parts, then all imaginary ones. */
static void save(const char *path) {
  size_t count = (size_t)fields * half;
  unsigned char head[128];
  FILE *file = fopen(path, "wb");
  if (!file) fail("the result cannot be written.");
  memset(head, ' ', sizeof head);
  memcpy(head, "\x93NUMPY\x01\x00\x76\x00", 10);
  head[10 + sprintf((char *)head + 10, "{'descr': '<f8', 'fortran_order': False, 'shape': (%zu,), }",
                    2 * count)] = ' ';
  head[127] = '\n';
  fwrite(head, 1, 128, file);
  for (int part = 0; part < 2; part++) {
    for (size_t k = 0; k < count; k++) {
      double value = single ? spectrumf[2 * k + part] : spectrum[2 * k + part];
      fwrite(&value, sizeof value, 1, file);
    }
  }
  fclose(file);
}

static void unload(void) {
  if (plan) fftw_destroy_plan(plan);
  if (planf) fftwf_destroy_plan(planf);
  plan = NULL;
  planf = NULL;
  fftw_free(x);
  fftw_free(spectrum);
  fftwf_free(xf);
  fftwf_free(spectrumf);
  x = spectrum = NULL;
  xf = spectrumf = NULL;
}

static void load(char *line) {
  unload();
  char *at = after(line, "\"fields\":");
  char *list = after(line, "\"grid\":[");
  char *path = after(line, "\"arrays\":[\"");
  if (!at || !list || !path) fail("fields, grid and arrays were expected.");
  fields = atoi(at);
  single = strstr(line, "\"precision\":\"float32\"") != NULL;
  size = 1;
  for (rank = 0; *list != ']' && rank < 8; rank++) {
    size *= grid[rank] = (int)strtol(list, &list, 10);
    if (*list == ',') list++;
  }
  half = size / grid[rank - 1] * (grid[rank - 1] / 2 + 1);
  size_t count = (size_t)fields * size;
  x = fftw_malloc(count * sizeof(double));
  if (single) {
    xf = fftwf_malloc(count * sizeof(float));
    spectrumf = fftwf_malloc(2 * fields * half * sizeof(float));
    planf = fftwf_plan_many_dft_r2c(rank, grid, fields, xf, NULL, 1, (int)size,
                                    (fftwf_complex *)spectrumf, NULL, 1, (int)half, FFTW_MEASURE);
  } else {
    spectrum = fftw_malloc(2 * fields * half * sizeof(double));
    plan = fftw_plan_many_dft_r2c(rank, grid, fields, x, NULL, 1, (int)size,
                                  (fftw_complex *)spectrum, NULL, 1, (int)half, FFTW_MEASURE);
  }
  if (!plan && !planf) fail("FFTW made no plan.");
  read_npy(text(path), count); /* measuring wrote over it */
  if (single) {
    for (size_t i = 0; i < count; i++) xf[i] = (float)x[i];
  }
  printf("{}\n");
}

static void run(char *line) {
  char *at = after(line, "\"runs\":");
  char *path = after(line, "\"save\":\"");
  int runs = at ? atoi(at) : 1;
  double started = seconds(CLOCK_MONOTONIC), used = seconds(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < runs; i++) {
    if (single) fftwf_execute(planf);
    else fftw_execute(plan);
  }
  used = seconds(CLOCK_PROCESS_CPUTIME_ID) - used;
  started = seconds(CLOCK_MONOTONIC) - started;
  if (path) save(text(path));
  printf("{\"cpu\":%.9g,\"wall\":%.9g}\n", used / runs, started / runs);
}

int main(void) {
  static char line[1 << 16];
  while (fgets(line, sizeof line, stdin)) {
    if (strstr(line, "\"ask\":\"load\"")) load(line);
    else if (strstr(line, "\"ask\":\"run\"")) run(line);
    else {
      char version[16] = "";
      sscanf(fftw_version, "fftw-%15[0-9.]", version);
      printf("{\"name\":\"FFTW %s\"}\n", version);
    }
    fflush(stdout);
  }
  unload();
  return 0;
}
