/* Standard output: where answers go. A full disk or a closed pipe shows here and nowhere else. */
#ifndef HZP_CLI_OUTPUT_H
#define HZP_CLI_OUTPUT_H

#include <stddef.h>

/* Write a text, or spaces. A failure is kept for output_flush(). */
void output_put(const char *text);
void output_put_bytes(const char *bytes, size_t size);
void output_pad(int columns);

/* Send on what is buffered; 0, or the errno of the first failure so far. */
int output_flush(void);

#endif
