namespace Nca.Training;

/// <summary>What happens to a gradient before the optimiser sees it.</summary>
public enum GradientControl
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>
    /// Scaled down to a total norm of at most <see cref="TrainingConfig.ClipNorm"/> (the tutorial; PyTorch's clip_grad_norm_).
    /// </summary>
    ClipTotalNorm,

    /// <summary>Each variable's gradient is divided by its own norm + 1e-8 (Mordvintsev et al. 2020).</summary>
    NormalisePerVariable,

    /// <summary>
    /// Each layer's gradient, weights and biases together, is divided by its norm + 1e-8: biases are not made to count as much as all
    /// weights together. With <see cref="OptimiserKind.Soap"/> it heals better (see the study <c>time-to-quality</c>).
    /// </summary>
    NormalisePerLayer,
}
