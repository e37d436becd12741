using Nca.Analysis.Attractors;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Runs;

namespace Nca.Studies;

/// <summary>What a creature is as a dynamical system, measured once and stored.</summary>
/// <param name="Identity">The run's identity.</param>
/// <param name="Name">The run's name: that of its folder.</param>
/// <param name="FireRate">The fire rate of the training, and of the noisy map.</param>
/// <param name="Life">What becomes of grown creatures when every cell fires.</param>
/// <param name="Synchronous">Exponents of the synchronous map of the first of them that settled; null where none did.</param>
/// <param name="SynchronousRhythm">How it moves there; null likewise.</param>
/// <param name="Noisy">Exponents at the same age under the fire rate of the training; a state and its tangents share the masks.</param>
/// <param name="NoisyRhythm">How it moves under them.</param>
/// <param name="Returns">Who returns after pushes.</param>
/// <param name="Census">Where many states end.</param>
public sealed record AttractorStudy(
    string Identity,
    string Name,
    double FireRate,
    SynchronousLife Life,
    LyapunovExponents? Synchronous,
    Rhythm? SynchronousRhythm,
    LyapunovExponents Noisy,
    Rhythm NoisyRhythm,
    IReadOnlyList<ReturnCurve> Returns,
    Census Census
)
{
    /// <summary>The folder of stored studies, within the folder of studies.</summary>
    public const string Folder = "attractors";

    private const int Looks = 100;

    /// <summary>Measures one.</summary>
    /// <param name="run">The run.</param>
    /// <param name="engine">Computes the steps that need no derivative.</param>
    /// <param name="effort">How much; what is stored by default.</param>
    /// <param name="watch">Told what is known, as soon as it is.</param>
    public static AttractorStudy Of(StoredRun run, IRolloutEngine engine, AttractorEffort? effort = null, Action<string>? watch = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(engine);
        var (creature, plan) = (run.Creature, effort ?? new AttractorEffort());
        var (life, last) = SynchronousLife.Follow(creature, plan.Transient, engine: engine);
        watch?.Invoke(life.Describe());
        var start = life.Grown + plan.Transient;
        var settled = last.Where((_, sample) => life.Settled(sample)).FirstOrDefault();
        var (synchronous, synchronousRhythm) = settled is null ? (null, null) : Measure(settled, new SynchronousUpdate());
        Tell("every cell fires", synchronous, synchronousRhythm);
        var (noisy, noisyRhythm) = Measure(creature.Grow(start, engine: engine)[0], creature.Masks());
        Tell("fire rate of the training", noisy, noisyRhythm);
        var returns = Pushes.Of(creature, plan.Samples, steps: plan.ReturnSteps, engine: engine);
        foreach (var curve in returns)
            watch?.Invoke(curve.Describe());
        var census = Census.Of(creature, plan.Starts, plan.CensusSteps, engine: engine);
        watch?.Invoke(census.Describe());
        return new AttractorStudy(
            run.Identity,
            Path.GetFileName(Path.TrimEndingDirectorySeparator(run.Folder)),
            creature.Automaton.FireRate,
            life,
            synchronous,
            synchronousRhythm,
            noisy,
            noisyRhythm,
            returns,
            census
        );

        (LyapunovExponents, Rhythm) Measure(CellState state, IFireMasks fire)
        {
            var exponents = CreatureMap.Exponents(creature, state, fire, start, plan.Exponents, plan.Steps, plan.Steps / 4);
            var map = CreatureMap.Of(creature, fire, start);
            var signals = MeanSignals.Of(map, PlainStep.Doubles(state), creature.Automaton.Channels, plan.Signal);
            return (exponents.Thinned(Looks), Rhythm.Of(signals));
        }

        void Tell(string which, LyapunovExponents? exponents, Rhythm? rhythm)
        {
            if (exponents is not null && rhythm is not null)
                watch?.Invoke($"{which}: {exponents.Describe()} {rhythm.Describe()}");
        }
    }

    /// <summary>The stored study of a run, from the data folder; null where none of this very run is stored.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="RunException">A stored study is damaged.</exception>
    public static AttractorStudy? Stored(StoredRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return StudyFile.In(Folder).Select(Load).FirstOrDefault(study => study.Identity == run.Identity);
    }

    /// <summary>Every stored study, in alphabetical order of their files.</summary>
    /// <exception cref="RunException">One is damaged.</exception>
    public static IReadOnlyList<AttractorStudy> AllStored() => [.. StudyFile.In(Folder).Select(Load)];

    /// <summary>Reads a stored study.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="RunException">It cannot be read, or is not what it should be.</exception>
    public static AttractorStudy Load(string path) => StudyFile.Load<AttractorStudy>(path, study => study.IsComplete);

    /// <summary>Writes it, numbers to four digits, under a temporary name first.</summary>
    /// <param name="path">Path of the file.</param>
    public void Save(string path) => StudyFile.Save(path, this);

    private bool IsComplete =>
        Identity is not null
        && Name is not null
        && Life is { Steps.Count: > 0, Errors.Count: > 0, Living: not null, Changes: not null }
        && (Life.Living.Count, Life.Changes.Count) == (Life.Errors.Count, Life.Errors.Count)
        && Life.Errors.All(curve => curve?.Length == Life.Steps.Count)
        && Life.Living.All(curve => curve?.Length == Life.Steps.Count)
        && Life.Changes.All(curve => curve?.Length == Life.Steps.Count)
        && (Synchronous is null) == (SynchronousRhythm is null)
        && (Synchronous is null || IsWhole(Synchronous))
        && (SynchronousRhythm is null || SynchronousRhythm is { Power.Count: > 0, Signal.Count: > 0 })
        && IsWhole(Noisy)
        && NoisyRhythm is { Power.Count: > 0, Signal.Count: > 0 }
        && Returns is { Count: > 0 }
        && Returns.All(curve => curve is { Direction: not null, Sizes.Count: > 0, Samples: > 0 } && IsWhole(curve))
        && Census is { Rows.Count: > 0, Groups.Count: > 0, Canvas: > 0 }
        && Census.Groups.All(group => group is { Start: not null } && group.Rgb(Census.Canvas) is null or { Length: > 0 })
        && Census.Rows.All(row => row is { Start: not null, Text: not null, Forms.Count: > 0 } && IsWhole(row, Census));

    private static bool IsWhole(LyapunovExponents? exponents) =>
        exponents is { Steps.Count: > 0, Deviations.Count: > 0, Running: not null }
        && exponents.Running.Count == exponents.Steps.Count
        && exponents.Running.All(values => values?.Length == exponents.Deviations.Count);

    private static bool IsWhole(ReturnCurve curve) =>
        curve.Returned?.Count == curve.Sizes.Count && curve.Returned.All(count => count >= 0 && count <= curve.Samples);

    private static bool IsWhole(CensusRow row, Census census) =>
        row.Groups?.Count == row.Forms.Count && row.Groups.All(group => group >= 0 && group < census.Groups.Count);
}
