/* What the front of the program can do besides its own commands. */
#ifndef HZP_CLI_FRONT_H
#define HZP_CLI_FRONT_H

/* Become the whole program, with the words this one was called with. Comes back from nowhere: where that fails it is told,
 * and the program ends. */
void front_start_whole(void) __attribute__((noreturn));

/* The same from where work is done, perhaps by a child process, which then ends for its parent to do so. Nothing may have
 * been written. Does nothing in the whole program. */
void front_leave_to_whole(void);

#endif
