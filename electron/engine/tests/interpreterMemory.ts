/** What the Python of test scripts may use, in bytes. */
export const interpreterMemory = 512 * 1024 * 1024;
