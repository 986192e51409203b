/** Name of the command by which the program runs what it was given as a thread. */
export const THREAD_COMMAND = 'work';
