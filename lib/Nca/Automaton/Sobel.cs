namespace Nca.Automaton;

/// <summary>The two gradient filters of perception, as cross-correlation kernels in rows (tutorial, section 4).</summary>
public static class Sobel
{
    /// <summary>∂x: right column minus left column, weights 1, 2, 1; shape [3, 3].</summary>
    public static ReadOnlySpan<float> X => [-1, 0, 1, -2, 0, 2, -1, 0, 1];

    /// <summary>∂y: bottom row minus top row, the transpose of <see cref="X"/>; shape [3, 3].</summary>
    public static ReadOnlySpan<float> Y => [-1, -2, -1, 0, 0, 0, 1, 2, 1];
}
