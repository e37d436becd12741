namespace Nca.Automaton;

/// <summary>In which order the Sobel responses enter the perception vector.</summary>
public enum PerceptionOrder
{
    /// <summary>
    /// p = [s, ∂x s, ∂y s]: both gradients of every channel, as in the tutorial's equation and in Mordvintsev et al. (2020).
    /// </summary>
    Equation,

    /// <summary>
    /// What the tutorial's listing computes: with <c>groups = C</c> and the kernels concatenated, entries C+2g and C+2g+1 are
    /// both ∂x of channel g for g &lt; C/2 and both ∂y of channel g for the rest, so no channel has both gradients.
    /// </summary>
    Listing,
}
