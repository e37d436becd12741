namespace Nca.Analysis.Envelope;

/// <summary>What was measured where two conditions are changed at once.</summary>
/// <param name="XText">What changes along the columns, in words.</param>
/// <param name="YText">What changes along the rows, in words.</param>
/// <param name="X">Values of the columns, ascending.</param>
/// <param name="Y">Values of the rows, ascending.</param>
/// <param name="Trained">The values that stand for the training: column, row.</param>
/// <param name="Samples">Creatures at each place.</param>
/// <param name="Kept">Creatures that keep their claims, row by row.</param>
public sealed record EnvelopePlane(
    string XText,
    string YText,
    IReadOnlyList<double> X,
    IReadOnlyList<double> Y,
    IReadOnlyList<double> Trained,
    int Samples,
    IReadOnlyList<int> Kept
)
{
    /// <summary>Share at a place.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Column, from 0.</param>
    public double ShareAt(int row, int column) => (double)Kept[row * X.Count + column] / Samples;

    /// <summary>Whether at least half of the creatures at a place keep their claims.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Column, from 0.</param>
    public bool IsInside(int row, int column) => 2 * Kept[row * X.Count + column] >= Samples;
}
