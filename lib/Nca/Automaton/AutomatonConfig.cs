namespace Nca.Automaton;

/// <summary>
/// All that determines one step of the automaton apart from its weights (tutorial, section 1; Mordvintsev et al. 2020).
/// </summary>
public sealed record AutomatonConfig
{
    /// <summary>Threshold of alpha above which a cell is alive. Compared in single precision: exactly 0.1f is dead.</summary>
    public const float AliveThreshold = 0.1f;

    /// <summary>Channels of a cell's state: red, green, blue, alpha and at least no hidden ones; 4 or more.</summary>
    public int Channels { get; init; } = 16;

    /// <summary>Width of the update rule's hidden layer; 1 or more.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Probability that a cell fires in one step, in (0, 1]. One minus the tutorial's dropout.</summary>
    public double FireRate { get; init; } = 0.5;

    /// <summary>Order of the Sobel responses.</summary>
    public PerceptionOrder Perception { get; init; } = PerceptionOrder.Equation;

    /// <summary>Factor on the Sobel responses: 1 as in the listing, 1/8 as published (a slope of one then reads as one).</summary>
    public double SobelScale { get; init; } = 0.125;

    /// <summary>When the alive mask is taken.</summary>
    public AliveMasking Masking { get; init; } = AliveMasking.BeforeAndAfter;

    /// <summary>
    /// Whether red, green, blue and alpha are clamped to [0, 1] after every step (the listing does; the published recipe does not).
    /// </summary>
    public bool ClampColour { get; init; }

    /// <summary>Length of the perception vector, 3 · <see cref="Channels"/>.</summary>
    public int PerceptionLength => 3 * Channels;
}
