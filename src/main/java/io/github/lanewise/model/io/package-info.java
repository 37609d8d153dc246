/** Not exported: how files are written and digested. */
package io.github.lanewise.model.io;
