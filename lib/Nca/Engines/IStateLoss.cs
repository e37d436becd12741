using Nca.Automaton;

namespace Nca.Engines;

/// <summary>A loss of one sample's last state. The batch's loss is the mean over its samples, which the engine forms.</summary>
public interface IStateLoss
{
    /// <summary>Evaluates the loss and its derivative. Called at once from several threads for different samples.</summary>
    /// <param name="state">The sample's last state.</param>
    /// <param name="gradient">Receives ∂loss/∂state, shape [H, W, C]; every number is overwritten.</param>
    /// <returns>The sample's loss.</returns>
    double Evaluate(CellState state, Span<float> gradient);
}
