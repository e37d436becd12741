namespace Nca.Studies;

/// <summary>How much a study of attractors measures.</summary>
public sealed record AttractorEffort
{
    /// <summary>Lyapunov exponents, at least 1.</summary>
    public int Exponents { get; init; } = 4;

    /// <summary>Steps over which their growth is averaged, at least 50; a quarter as many before let the tangents settle.</summary>
    public int Steps { get; init; } = 2000;

    /// <summary>Steps from the grown creature to where exponents and rhythms are measured, at least 1.</summary>
    public int Transient { get; init; } = 4000;

    /// <summary>Steps of a signal whose spectrum is taken, a power of two, at least 64.</summary>
    public int Signal { get; init; } = 4096;

    /// <summary>Creatures that are pushed, at least 1.</summary>
    public int Samples { get; init; } = 32;

    /// <summary>Steps that a pushed creature has to return, at least 1.</summary>
    public int ReturnSteps { get; init; } = 600;

    /// <summary>States of each kind in the census, at least 1.</summary>
    public int Starts { get; init; } = 10;

    /// <summary>Steps of the census, at least 1.</summary>
    public int CensusSteps { get; init; } = 1500;

    /// <summary>
    /// As much of each as some steps and samples ask for: with fewer steps than usual, transients, signals and lives become shorter alike.
    /// </summary>
    /// <param name="steps">Steps over which exponents are averaged, at least 50.</param>
    /// <param name="samples">Creatures that are pushed, at least 1.</param>
    /// <param name="starts">States of each kind in the census, at least 1.</param>
    public static AttractorEffort Scaled(int steps, int samples, int starts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 50);
        var whole = new AttractorEffort();
        var share = Math.Min(1, (double)steps / whole.Steps);
        return whole with
        {
            Steps = steps,
            Samples = samples,
            Starts = starts,
            Transient = Part(whole.Transient, 1),
            Signal = 1 << (int)Math.Log2(Part(whole.Signal, 64)),
            ReturnSteps = Part(whole.ReturnSteps, 1),
            CensusSteps = Part(whole.CensusSteps, 1),
        };

        int Part(int number, int least) => Math.Max(least, (int)(share * number));
    }
}
