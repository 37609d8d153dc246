/**
 * Multiclass linear classification on SIMD kernels in pure Java.
 *
 * <p>The packages follow the data:
 *
 * <pre>
 * data             matrix / kernel                loss                         matrix / kernel           optim            model
 * Dataset  -&gt;  tile of rows X[B x D]  -&gt;  scores S[B x C]  -&gt;  loss, S becomes dL/dS  -&gt;  dW[C x D] += dL/dS^T X  -&gt;  step  -&gt;  LinearModel
 * </pre>
 *
 * <p>Symbols everywhere: N rows in all, B rows in a batch, D features, C classes; X [B x D], W [C x
 * D], b [C], S = X W^T + b [B x C]. Matrices are row-major; objectives are minimised.
 *
 * <p>A null argument, where the method does not allow it, is a {@link
 * java.lang.NullPointerException} that names it.
 */
package io.github.lanewise;
