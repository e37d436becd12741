namespace Nca.Training;

/// <summary>How a gradient becomes a step of the weights.</summary>
public enum OptimiserKind
{
    /// <summary><see cref="Training.Adam"/> (Kingma and Ba 2015), as the tutorial and published.</summary>
    Adam,

    /// <summary><see cref="Training.Soap"/> (Vyas et al. 2024): Adam in the eigenbases of each layer's gradients.</summary>
    Soap,
}
