namespace Nca.Training;

/// <summary>How the learning rate falls over a training.</summary>
public enum LearningRateShape
{
    /// <summary>By a factor at each of two milestones (the tutorial and the published recipe).</summary>
    Milestones,

    /// <summary>
    /// Rises in a straight line during the warm-up and then falls along half a cosine to a share of its peak (Loshchilov and Hutter 2017).
    /// </summary>
    Cosine,
}
