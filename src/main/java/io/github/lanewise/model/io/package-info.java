/** Not exported: how model files and the command line's reports reach the disk. */
package io.github.lanewise.model.io;
