/**
 * The longest line that a program of the harness may say, bytes: some times what a window's report takes. One line has
 * to fit into one string.
 */
export const longestMessageBytes = 128 * 1024 * 1024;
