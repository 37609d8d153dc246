/** Not exported: how files are written and digested. It knows no other package of the library. */
package io.github.lanewise.io;
